import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { memoryInUse, offer } from "./fanoutProcess.ts";

/** The least that a server of events by Node can be, to see what a connection costs it. */

const sockets = new Set<Socket>();
const server = createServer((request, response) => {
  response.writeHead(200, {
    "Content-Type": "text/event-stream; charset=utf-8",
    "Cache-Control": "no-cache, no-transform",
  });
  response.flushHeaders();
  const { socket } = request;
  socket.write("7\r\nid: 0\n\n\r\n");
  sockets.add(socket);
  response.once("close", () => sockets.delete(socket));
}).listen(0, "127.0.0.1");
await once(server, "listening");

const functions = {
  where: () => ({ port: (server.address() as AddressInfo).port }),
  memory: () => memoryInUse(),
};
export type ByHandFunctions = typeof functions;
offer(functions);
