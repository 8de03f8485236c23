import net from "node:net";

/** True when nothing listens on the port of this address. */
export function isPortFree(port, host = "127.0.0.1") {
  return new Promise((resolve) => {
    const probe = net.createServer();
    probe.once("error", () => resolve(false));
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

/** The preferred port when it is free, else one the system picks. */
export async function freePort(preferred, host = "127.0.0.1") {
  if (preferred && (await isPortFree(preferred, host))) return preferred;
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once("error", reject);
    probe.listen({ port: 0, host, exclusive: true }, () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/** True when a TCP connection is accepted (and, if asked, a greeting comes) within the time. */
export function accepts(port, host = "127.0.0.1", timeoutMs = 500, { greeting = false } = {}) {
  return new Promise((resolve) => {
    const socket = net.connect({ port, host });
    const end = (answer) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(timeoutMs, () => end(false));
    socket.once(greeting ? "data" : "connect", () => end(true));
    socket.once("close", () => end(false));
    socket.once("error", () => end(false));
  });
}
