module.exports = {
  preset: "@react-native/jest-preset",
  testMatch: ["**/*.jest.js"],
  setupFilesAfterEnv: ["./native-platform.js"],
  // Jest must transform these packages, because they are ES modules. Apps keep the same list.
  transformIgnorePatterns: [
    "node_modules/(?!((jest-)?react-native|@react-native(-community)?|assistant-cloud-auth|jose)/)",
  ],
};
