import { type AuditLogWithRetention, createAuditLog } from "../activity/audit-log.ts";
import { type AdminList, createAdminList } from "../admin/session/admin-list.ts";
import { createSetUpUrls, type SetUpUrls } from "../admin/set-up-urls.ts";
import { createSettingsVersion, type SettingsVersion } from "../changes/settings-version.ts";
import type { ProjectSettings } from "../config/project-settings.ts";
import { createDoctor, type Doctor } from "../doctor/create-doctor.ts";
import type { ProviderNetwork } from "../jwks/provider-network.ts";
import { type ApiKeys, createApiKeys } from "../keys/api-keys.ts";
import { type AllowedOrigins, createAllowedOrigins } from "../origins/allowed-origins.ts";
import { createProjectList, type ProjectList } from "../projects/project-list.ts";
import { createRevocations, type Revocations } from "../revocations/revocations.ts";
import type { RuleSettings } from "../rules/read-rule-input.ts";
import { createRuleStore, type RuleStore } from "../rules/rule-store.ts";
import { createSigningKeys, type SigningKeys } from "../signing/signing-keys.ts";
import type { AuthorityStorage } from "../storage/authority-storage.ts";
import { openBucket } from "../threads/files/bucket.ts";
import { createProjectFiles, type ProjectFiles } from "../threads/files/project-files.ts";
import { deleteThreads } from "../threads/operator/delete-threads.ts";
import { createThreadService, type ThreadService } from "../threads/thread-service.ts";
import { createTransfer, type Transfer } from "../transfer/create-transfer.ts";

/**
 * The services that read and change a project's settings and data. Most methods that change settings take the author of
 * the change as an argument.
 */
export interface Services {
  readonly keys: ApiKeys;
  readonly rules: RuleStore;
  readonly origins: AllowedOrigins;
  readonly signingKeys: SigningKeys;
  readonly revocations: Revocations;
  readonly projects: ProjectList;
  readonly audit: AuditLogWithRetention;
  readonly admins: AdminList;
  readonly setUpUrls: SetUpUrls;
  readonly transfer: Transfer;
  readonly doctor: Doctor;
  readonly threads: ThreadService;
  /** The version of the project's settings. A new version invalidates the settings that the services cache. */
  readonly version: SettingsVersion;
}

/** The settings of the services: the project's settings, and the settings that affect the validation of auth rules. */
export interface ServiceSettings extends ProjectSettings, RuleSettings {
  readonly allowInsecureJwks: boolean;
  readonly providerNetwork: ProviderNetwork;
}

/**
 * Creates the services of a project. The server, the admin API, programs and the CLI all change settings through these
 * services.
 */
export function buildServices(storage: AuthorityStorage, settings: ServiceSettings): Services {
  const version = createSettingsVersion(storage, settings.projectId, settings.now);
  const rules = createRuleStore(storage, settings, version);
  const origins = createAllowedOrigins(storage, settings, version);
  return {
    version,
    rules,
    origins,
    keys: createApiKeys(storage, settings, version),
    signingKeys: createSigningKeys(storage, settings, version),
    revocations: createRevocations(storage, settings, version),
    projects: createProjectList(storage, settings.now, async (projectId) => {
      await openProjectFiles(storage, settings, projectId).removeAll();
      await deleteThreads(storage, { projectId });
    }),
    audit: createAuditLog(storage, settings),
    admins: createAdminList(storage, settings),
    setUpUrls: createSetUpUrls(storage, settings),
    transfer: createTransfer(storage, settings),
    doctor: createDoctor({ storage, settings, rules, origins }),
    threads: createThreadService({
      storage,
      projectId: settings.projectId,
      files: openProjectFiles(storage, settings, settings.projectId),
      runReportDays: settings.runReportDays,
      now: settings.now,
    }),
  };
}

/**
 * Opens a project's stored attachments. If the settings configure no attachments, the services can still delete files
 * in the database.
 */
function openProjectFiles(
  storage: AuthorityStorage,
  { attachments, now }: ProjectSettings,
  projectId: string,
): ProjectFiles {
  const bucket = attachments?.bucket ? openBucket(attachments.bucket, now) : null;
  return createProjectFiles({
    run: storage.statement,
    projectId,
    bucket,
    quotaBytes: attachments?.quotaBytes ?? 0,
    now,
  });
}
