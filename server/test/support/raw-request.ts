import { connect } from "node:net";

/**
 * Sends raw bytes and reads the response until the server closes the connection. `fetch` would normalize the request.
 */
export function rawRequest(
  port: number,
  lines: readonly string[],
  body = "",
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1");
    let text = "";
    socket.setEncoding("latin1");
    socket.on("data", (chunk) => {
      text += chunk;
    });
    socket.on("error", reject);
    socket.on("close", () => resolve({ status: Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1]), text }));
    socket.write(Buffer.from([...lines, "Connection: close", "", body].join("\r\n"), "latin1"));
  });
}
