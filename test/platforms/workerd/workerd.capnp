using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "app", worker = .app),
    # The authority of a test is on loopback.
    (name = "internet", network = (allow = ["public", "private", "local"], tlsOptions = (trustBrowserCas = true))),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "app")],
);

const app :Workerd.Worker = (
  modules = [(name = "worker", esModule = embed "worker.js")],
  # `nodejs_compat` is the default since 2026-08-04.
  compatibilityDate = "2026-08-01",
  compatibilityFlags = ["nodejs_compat"],
  bindings = [
    (name = "ASSISTANT_API_KEY", fromEnvironment = "ASSISTANT_API_KEY"),
    (name = "ASSISTANT_BACKEND_URL", fromEnvironment = "ASSISTANT_BACKEND_URL"),
    (name = "ISSUER", fromEnvironment = "ISSUER"),
  ],
);
