export function Brand() {
  return (
    <p className="brand">
      <img src="/mark.svg" alt="" width="26" height="26" />
      <span>
        assistant-cloud-auth <small>live demo</small>
      </span>
    </p>
  );
}
