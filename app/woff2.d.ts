/** What the bundler makes of a font imported as an asset: its address. */
declare module "*.woff2" {
  const address: string;
  export default address;
}
