import { Plus } from "lucide-react";
import { useState } from "react";
import { Button } from "../ui/button.tsx";
import { PageSection } from "../ui/page-section.tsx";
import { PagedQueryResult } from "../ui/paged-query-result.tsx";
import { AddProject } from "./add-project.tsx";
import { ProjectTable } from "./project-table.tsx";
import { useProjects } from "./use-projects.ts";

/** Lists the projects that share the database, with an action that adds a project. */
export function ProjectsPage() {
  const projects = useProjects();
  const [isAdding, setAdding] = useState(false);
  return (
    <PageSection
      title="Projects"
      summary="Projects share only a database. Each has its own API keys, rules, origins and signing keys."
      actions={
        <Button kind="primary" onClick={() => setAdding(true)}>
          <Plus size={15} aria-hidden />
          Add project
        </Button>
      }
    >
      <PagedQueryResult query={projects} what="projects" moreLabel="Load more projects">
        {(pages) => <ProjectTable pages={pages} />}
      </PagedQueryResult>
      {isAdding && <AddProject onClose={() => setAdding(false)} />}
    </PageSection>
  );
}
