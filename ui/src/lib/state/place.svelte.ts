// How a page says where it stands: by the tabs of its pair, or by crumbs of its own, which take their place.
export class Place {
  /** Crumbs stand over the page. */
  ownCrumbs = $state(false);
  /** While one page follows another, both are there. */
  #count = 0;

  /** Call it while the crumbs are made. */
  takeTabs(): void {
    $effect.pre(() => {
      this.#add(1);
      return () => this.#add(-1);
    });
  }

  #add(n: number): void {
    this.#count += n;
    this.ownCrumbs = this.#count > 0;
  }
}
