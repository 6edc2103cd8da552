import { AttachmentPrimitive, useAuiState } from "@assistant-ui/react";
import { FileText, LoaderCircle, TriangleAlert, X } from "lucide-react";

/** Renders an attachment in the composer, before the message is sent. */
export function ComposerAttachment() {
  return (
    <AttachmentPrimitive.Root className="attachment">
      <Picture />
      <AttachmentPrimitive.Name />
      <AttachmentPrimitive.Remove className="icon-button small" aria-label="Remove">
        <X size={14} aria-hidden="true" />
      </AttachmentPrimitive.Remove>
    </AttachmentPrimitive.Root>
  );
}

/** Renders an attachment of a sent message. */
export function MessageAttachment() {
  const url = useAttachmentUrl();
  const isImage = useAuiState(({ attachment }) => attachment.type === "image");
  const name = useAuiState(({ attachment }) => attachment.name);
  if (isImage && url !== null) return <img className="attachment-image" src={url} alt={name} />;
  return (
    <a className="attachment" href={url ?? undefined} download={name} target="_blank" rel="noreferrer">
      <FileText size={16} aria-hidden="true" />
      <AttachmentPrimitive.Name />
    </a>
  );
}

function Picture() {
  const status = useAuiState(({ attachment }) => attachment.status.type);
  const isImage = useAuiState(({ attachment }) => attachment.type === "image");
  const url = useAttachmentUrl();
  if (status === "running") return <LoaderCircle size={16} aria-label="Uploading" className="spin" />;
  if (status === "incomplete") return <TriangleAlert size={16} aria-label="The upload failed" />;
  if (isImage && url !== null) return <img src={url} alt="" />;
  return <FileText size={16} aria-hidden="true" />;
}

// Each file has one object URL, because both the composer and the message show the file. The URL is valid until the
// page is closed.
const localUrls = new WeakMap<File, string>();

function localUrlOf(file: File): string {
  const url = localUrls.get(file) ?? URL.createObjectURL(file);
  localUrls.set(file, url);
  return url;
}

/**
 * Returns an object URL while this page has the attachment's file. Otherwise, for example after a reload, returns the
 * signed URL in the message. Returns null if the message contains no URL.
 */
function useAttachmentUrl(): string | null {
  return useAuiState(({ attachment }) => {
    if (attachment.file) return localUrlOf(attachment.file);
    const [part] = attachment.content ?? [];
    return part?.type === "image" ? part.image : part?.type === "file" ? part.data : null;
  });
}
