// Opens a frozen sealed kit with WebCrypto alone: node open.mjs kg1.json
import { webcrypto as crypto } from "node:crypto";
import { readFileSync } from "node:fs";
const { link, passphrase, sealed } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const [, path, text] = /\/([\w-]{22})\/#k=([\w-]{43})$/.exec(link);
const bytes = (each) => new Uint8Array(typeof each === "string" ? Buffer.from(each) : each);
const lp = (...parts) => Buffer.concat(parts.flatMap((part) => { const size = Buffer.alloc(8); size.writeBigUInt64BE(BigInt(part.length)); return [size, part]; }));
const derive = async (raw, how) => bytes(await crypto.subtle.deriveBits({ hash: "SHA-256", ...how }, await crypto.subtle.importKey("raw", raw, how.name, false, ["deriveBits"]), 256));
let key = bytes(Buffer.from(text, "base64url"));
if (passphrase) {
  const stretched = await derive(bytes(passphrase.trim().normalize().toLowerCase()), { name: "PBKDF2", salt: bytes(path), iterations: 600000 });
  key = await derive(Buffer.concat([key, stretched]), { name: "HKDF", salt: bytes("kitgen/v1"), info: lp(bytes("passphrase")) });
}
const aes = await crypto.subtle.importKey("raw", key, "AES-GCM", false, ["decrypt"]);
const plain = {};
for (const [address, hex] of Object.entries(sealed)) {
  const file = Buffer.from(hex, "hex");
  const opened = Buffer.from(await crypto.subtle.decrypt({ name: "AES-GCM", iv: file.subarray(4, 16), additionalData: lp(bytes("KG1\0"), bytes(address)) }, aes, file.subarray(16)));
  const packed = new Blob([opened.subarray(4, 4 + opened.readUInt32BE(0))]);
  plain[address] = await new Response(packed.stream().pipeThrough(new DecompressionStream("gzip"))).text();
}
console.log(JSON.stringify(plain));
