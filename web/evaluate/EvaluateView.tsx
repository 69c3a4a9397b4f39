/** To come. */
export function EvaluateView() {
  return <h1>Evaluate</h1>;
}
