import type { Theme } from "vitepress";
import DefaultTheme from "vitepress/theme";
import "./style.css";

const theme: Theme = {
  extends: DefaultTheme,
  enhanceApp({ app }) {
    // Vue logs the error of a page and continues, so the build would publish an incomplete page. Throw the error
    // instead.
    app.config.errorHandler = (error) => {
      throw error;
    };
  },
};

export default theme;
