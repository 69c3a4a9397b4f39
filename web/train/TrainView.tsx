/** To come. */
export function TrainView() {
  return <h1>Train</h1>;
}
