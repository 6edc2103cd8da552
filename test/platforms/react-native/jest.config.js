module.exports = {
  preset: "@react-native/jest-preset",
  testMatch: ["**/*.jest.js"],
  setupFilesAfterEnv: ["./native-platform.js"],
  // Packages that are ES modules, as in the list that an app keeps.
  transformIgnorePatterns: [
    "node_modules/(?!((jest-)?react-native|@react-native(-community)?|assistant-cloud-auth|jose)/)",
  ],
};
