// What browsers have, and the type checker of Debian does not know yet.
declare class DecompressionStream {
  constructor(format: "gzip" | "deflate");
  readonly readable: ReadableStream<Uint8Array>;
  readonly writable: WritableStream<Uint8Array>;
}
interface Window {
  DecompressionStream?: typeof DecompressionStream;
}
