import pg from "pg";

/**
 * Closes a connection of the pool if its query exceeds the time limit. The query then fails.
 *
 * One timer checks all connections. The option `query_timeout` of pg would set a timer per query instead. Such a timer
 * keeps the rows of a finished query in memory through several garbage collections.
 *
 * @param limitMs the maximum duration of a query, in milliseconds; the timer checks ten times in this period
 */
export function setQueryDeadline(pool: pg.Pool, limitMs: number): void {
  const busySince = new Map<pg.Client, number>();
  let timer: NodeJS.Timeout | null = null;

  function check(): void {
    const limit = performance.now() - limitMs;
    for (const [client, since] of busySince) {
      if (since > limit) continue;
      busySince.delete(client);
      client.connection.stream.destroy(new Error(`PostgreSQL did not answer within ${limitMs} ms.`));
    }
    if (timer === null || busySince.size > 0) return;
    clearInterval(timer);
    timer = null;
  }

  pool.on("connect", (pooled) => {
    const client = pooled as pg.Client;
    const query = (...values: unknown[]) => {
      if (!busySince.has(client)) busySince.set(client, performance.now());
      timer ??= setInterval(check, limitMs / 10).unref();
      // Tracing may replace `query` on the prototype at any time, so the method is read on each call.
      return Reflect.apply(pg.Client.prototype.query, client, values);
    };
    client.query = query as typeof client.query;
    const markIdle = () => busySince.delete(client);
    client.on("drain", markIdle);
    client.on("end", markIdle);
  });
  // If another query waits for a connection, the pool starts it before the client can emit `drain`.
  pool.on("acquire", (client) => busySince.delete(client as pg.Client));
}
