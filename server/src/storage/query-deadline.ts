import pg from "pg";

/**
 * Creates a watch over connections: one whose query is not answered in time is closed, which fails the query.
 *
 * One timer looks at all of them. The `query_timeout` of pg sets one for each query, and in a busy process that keeps the rows of
 * queries that are done alive through several collections of garbage.
 *
 * @param limitMs how long queries may take, in milliseconds; they get up to a tenth more
 * @returns starts to watch a connection
 */
export function createQueryDeadline(limitMs: number): (client: pg.Client) => void {
  const busySince = new Map<pg.Client, number>();
  let timer: NodeJS.Timeout | null = null;

  function check(): void {
    const limit = performance.now() - limitMs;
    for (const [client, since] of busySince) {
      if (since > limit) continue;
      busySince.delete(client);
      client.connection.stream.destroy(new Error(`PostgreSQL has not answered within ${limitMs} ms.`));
    }
    if (timer === null || busySince.size > 0) return;
    clearInterval(timer);
    timer = null;
  }

  return (client) => {
    const query = (...values: unknown[]) => {
      if (!busySince.has(client)) busySince.set(client, performance.now());
      timer ??= setInterval(check, limitMs / 10).unref();
      // Looked up at each call: tracing replaces it.
      return Reflect.apply(pg.Client.prototype.query, client, values);
    };
    client.query = query as typeof client.query;
    const rest = () => busySince.delete(client);
    client.on("drain", rest);
    client.on("end", rest);
  };
}
