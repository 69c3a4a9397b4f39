/** To come. */
export function HandView() {
  return <h1>Hand</h1>;
}
