import { html } from "hono/html";
import type { Person } from "./people.ts";

type Markup = ReturnType<typeof html>;

const layout = (title: string, body: Markup) => html`<!doctype html>
  <html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <title>${title}</title>
      <link rel="icon" href="data:," />
      <link rel="stylesheet" href="/assets/provider.css" />
    </head>
    <body>
      <main>
        <p class="issuer"><span class="mark" aria-hidden="true"></span>Lantern ID</p>
        ${body}
      </main>
    </body>
  </html>`;

const initials = (name: string) =>
  name
    .split(" ")
    .map((part) => part[0])
    .join("");

const choice = (person: Person) =>
  html`<button type="submit" name="person" value="${person.id}">
    <span class="avatar ${person.id}" aria-hidden="true">${initials(person.name)}</span>
    <span>
      <strong>${person.name}</strong>
      <small>${person.organizations.map(({ name }) => name).join(" · ")}</small>
    </span>
  </button>`;

/** Returns the sign-in page, on which the user selects one of the demo's people. */
export function signInPage(people: readonly Person[], uid: string): Markup {
  return layout(
    "Sign in · Lantern ID",
    html`<h1>Who is signing in?</h1>
      <p>An OpenID provider on this machine. It asks for no password: pick a person.</p>
      <form method="post" action="/interaction/${uid}">${people.map(choice)}</form>
      <form method="post" action="/interaction/${uid}/abort"><button type="submit" class="quiet">Cancel</button></form>`,
  );
}

/** Returns the page that ends the session at the provider. The page's script submits the form immediately. */
export function signOutPage(form: Markup | string): Markup {
  return layout(
    "Sign out · Lantern ID",
    html`<h1>Signing out</h1>
      <p>This ends your session at the provider.</p>
      ${form}
      <button class="plain" type="submit" form="op.logoutForm" name="logout" value="yes" id="confirm">Sign out</button>
      <script>
        document.getElementById("confirm").click();
      </script>`,
  );
}

/** Returns the page for a failed request to the provider. */
export function providerErrorPage(code: string, description: string | undefined, home: string): Markup {
  return layout(
    "Something went wrong · Lantern ID",
    html`<h1>That did not work</h1>
      <p>${description ?? "The provider could not serve this request."}</p>
      <p><code>${code}</code></p>
      <a class="plain" href="${home}">Back to the demo</a>`,
  );
}
