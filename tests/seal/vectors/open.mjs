// Opens a frozen sealed kit with WebCrypto alone: node open.mjs kg2.json dictionary.txt
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
const dictionary = readFileSync(process.argv[3]);
const opening = Buffer.concat([Buffer.from([0x78, 1, 0, dictionary.length & 255, dictionary.length >> 8, ~dictionary.length & 255, (~dictionary.length >> 8) & 255]), dictionary]);
const plain = {};
for (const [address, hex] of Object.entries(sealed)) {
  const file = Buffer.from(hex, "hex");
  const opened = Buffer.from(await crypto.subtle.decrypt({ name: "AES-GCM", iv: file.subarray(4, 16), additionalData: lp(file.subarray(0, 4), bytes(address)) }, aes, file.subarray(16)));
  const unpack = async (how, ...parts) => Buffer.from(await new Response(new Blob(parts).stream().pipeThrough(new DecompressionStream(how))).arrayBuffer());
  if (file.subarray(0, 3).toString() === "KG1") {
    plain[address] = (await unpack("gzip", opened.subarray(4, 4 + opened.readUInt32BE(0)))).toString();
    continue;
  }
  const turned = (await unpack("deflate", opening, opened.subarray(8, 8 + opened.readUInt32BE(0)))).subarray(dictionary.length);
  plain[address] = Buffer.concat([turned.subarray(opened.readUInt32BE(4)), turned.subarray(0, opened.readUInt32BE(4))]).toString();
}
console.log(JSON.stringify(plain));
