import { AttachmentPrimitive, useAuiState } from "@assistant-ui/react";
import { FileText, LoaderCircle, TriangleAlert, X } from "lucide-react";
import { useEffect, useState } from "react";

/** A file that waits to be sent. */
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

/** A file of a message that was sent. */
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

/** The file itself while this page has it, else the signed address that the server put into the message. */
function useAttachmentUrl(): string | null {
  const file = useAuiState(({ attachment }) => attachment.file);
  const stored = useAuiState(({ attachment }) => {
    const [part] = attachment.content ?? [];
    return part?.type === "image" ? part.image : part?.type === "file" ? part.data : null;
  });
  const [local, setLocal] = useState<string | null>(null);
  useEffect(() => {
    if (!file) return;
    const url = URL.createObjectURL(file);
    setLocal(url);
    return () => URL.revokeObjectURL(url);
  }, [file]);
  return file ? local : stored;
}
