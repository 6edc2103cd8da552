// Bundles the app for release, as `react-native bundle` does. The argument is the path of the bundle to write.
const { getDefaultConfig } = require("@react-native/metro-config");
const { loadConfig, runBuild } = require("metro");

async function bundle(out) {
  const config = await loadConfig({ cwd: __dirname, resetCache: false }, getDefaultConfig(__dirname));
  await runBuild(config, { entry: "index.js", out, platform: "android", dev: false, minify: false });
}

bundle(process.argv[2]).catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
