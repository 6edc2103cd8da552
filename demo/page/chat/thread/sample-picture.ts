const SIZE = { width: 480, height: 300 };
const TICKS = 60;
const LIT_TICKS = 46;

/** Draws a dial that looks like the token panel's dial. Resolves to a PNG file for an attachment. */
export async function drawSamplePicture(): Promise<File> {
  const canvas = Object.assign(document.createElement("canvas"), SIZE);
  const context = canvas.getContext("2d");
  if (context) draw(context);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
  if (blob === null) throw new Error("This browser cannot encode a picture.");
  return new File([blob], "dial.png", { type: "image/png" });
}

function draw(context: CanvasRenderingContext2D): void {
  const { width, height } = SIZE;
  const ground = context.createLinearGradient(0, 0, width, height);
  ground.addColorStop(0, "#0e2b22");
  ground.addColorStop(1, "#0b1512");
  context.fillStyle = ground;
  context.fillRect(0, 0, width, height);
  context.translate(width / 2, height / 2);
  context.lineCap = "round";
  context.lineWidth = 5;
  for (let tick = 0; tick < TICKS; tick += 1) {
    context.save();
    context.rotate(((tick + 0.5) / TICKS) * 2 * Math.PI);
    context.strokeStyle = tick >= LIT_TICKS ? "#22302a" : tick < 6 ? "#f0735b" : tick < 12 ? "#e9b04a" : "#3ecf9d";
    context.beginPath();
    context.moveTo(0, -120);
    context.lineTo(0, -96);
    context.stroke();
    context.restore();
  }
}
