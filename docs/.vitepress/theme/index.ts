import type { Theme } from "vitepress";
import DefaultTheme from "vitepress/theme";
import "./style.css";

const theme: Theme = {
  extends: DefaultTheme,
  enhanceApp({ app }) {
    // Vue logs an error of a page and goes on, so the build would publish half a page.
    app.config.errorHandler = (error) => {
      throw error;
    };
  },
};

export default theme;
