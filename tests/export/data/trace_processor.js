// Runs Perfetto's own trace processor, as its UI has it, and speaks its protocol on the standard streams: each message
// has its length in front, four bytes, the lowest first. Started by trace_processor.py.
"use strict";

const fs = require("fs");
const path = require("path");
const vm = require("vm");

const folder = process.argv[2];

function fileOf(url) {
  return fs.readFileSync(path.join(folder, path.basename(String(url))));
}

class FileRequest {
  open(_method, url) {
    this.url = url;
  }

  send() {
    const data = fileOf(this.url);
    this.response = data.buffer.slice(data.byteOffset, data.byteOffset + data.length);
  }
}

function say(data) {
  const head = Buffer.alloc(4);
  head.writeUInt32LE(data.length);
  for (let rest = Buffer.concat([head, Buffer.from(data)]); rest.length; ) {
    rest = rest.subarray(fs.writeSync(1, rest));
  }
}

function quiet() {}

// What a web worker has. The errors are those of this realm, as WebAssembly's are.
const worker = {
  ArrayBuffer, BigInt64Array, BigUint64Array, Error, Float32Array, Float64Array, Int16Array, Int32Array, Int8Array,
  Promise, RangeError, Response, TextDecoder, TextEncoder, TypeError, URL, Uint16Array, Uint32Array, Uint8Array,
  WebAssembly, clearTimeout, crypto, performance, setTimeout,
  WorkerGlobalScope: quiet,
  XMLHttpRequest: FileRequest,
  console: { log: quiet, warn: quiet, error: console.error },
  fetch: async (url) => new Response(fileOf(url), { headers: { "Content-Type": "application/wasm" } }),
  importScripts: quiet,
  location: { href: "http://localhost/engine_bundle.js" },
};
worker.self = worker;
vm.createContext(worker);
vm.runInContext(fs.readFileSync(path.join(folder, "engine_bundle.js"), "utf8"), worker);

const port = { postMessage: say };
worker.onmessage({ data: port });

let rest = Buffer.alloc(0);
function take() {
  while (rest.length >= 4 && rest.length >= 4 + rest.readUInt32LE(0)) {
    const end = 4 + rest.readUInt32LE(0);
    port.onmessage({ data: new Uint8Array(rest.subarray(4, end)) });
    rest = rest.subarray(end);
  }
}
// The module is compiled by then, and has said where it takes requests.
setTimeout(() => {
  process.stdin.on("data", (data) => {
    rest = Buffer.concat([rest, data]);
    take();
  });
  process.stdin.on("end", () => process.exit(0));
}, 3000);
