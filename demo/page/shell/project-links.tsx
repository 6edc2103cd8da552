const SOURCE = "https://github.com/assistant-cloud-auth/assistant-cloud-auth";

/** Renders links to the authority's dashboard, the documentation and the source. */
export function ProjectLinks({ dashboardUrl }: { dashboardUrl: string }) {
  const links = { Dashboard: dashboardUrl, Docs: `${SOURCE}/tree/main/docs`, Source: SOURCE };
  return (
    <nav className="project-links" aria-label="Project">
      {Object.entries(links).map(([label, url]) => (
        <a key={label} href={url} target="_blank" rel="noreferrer">
          {label}
        </a>
      ))}
    </nav>
  );
}
