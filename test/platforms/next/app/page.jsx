import { headers } from "next/headers";
import { Suspense } from "react";
import { Status } from "./status.jsx";

async function Greeting() {
  const language = (await headers()).get("Accept-Language");
  return (
    <section data-streamed={language}>
      <Status />
    </section>
  );
}

export default function Page() {
  return (
    <main>
      <Status />
      <Suspense fallback={<p>One moment</p>}>
        <Greeting />
      </Suspense>
    </main>
  );
}
