/** One page of a list that is paged by key. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor?: string | undefined;
}

interface Slice<T> {
  /** Where it begins; undefined for the first. */
  readonly cursor: string | undefined;
  /** Null once let go of; asked for again when it comes into sight. */
  readonly items: readonly T[] | null;
  readonly count: number;
}

export interface PagedState {
  /** Rows known to exist. */
  readonly count: number;
  /** There is nothing beyond `count`. */
  readonly complete: boolean;
  readonly phase: 'loading' | 'ready' | 'failed';
  /** Why a page could not be had, in the daemon's words. */
  readonly reason: string | null;
  /** Rises with every change. */
  readonly version: number;
}

interface Options<T> {
  readonly fetch: (cursor: string | undefined) => Promise<Page<T>>;
  readonly idOf: (row: T) => string;
  /** Pages kept on either side of what is in sight. */
  readonly keep?: number;
  /** Where a list can be told whole from its first page: the pages behind that, so that any of them can be gone to at once. */
  readonly outline?: (first: Page<T>) => readonly Outline[];
}

/** A page that is known to exist. */
export interface Outline {
  readonly cursor: string;
  readonly count: number;
}

/** Rows from the end at which the next page is asked for. */
const AHEAD = 40;
const PAUSE_MS = 60;

/**
 * A list of any length of which only the pages around what is in sight are held: pages are asked for by key as they are
 * reached, and let go of when they are far.
 */
export class PagedRows<T> {
  readonly #fetch: Options<T>['fetch'];
  readonly #idOf: Options<T>['idOf'];
  readonly #keep: number;
  readonly #outline: Options<T>['outline'];
  readonly #listeners = new Set<() => void>();
  readonly #asking = new Set<string>();
  #slices: readonly Slice<T>[] = [];
  #next: string | undefined;
  #round = 0;
  #inSight: readonly [low: number, high: number] = [0, 0];
  #pause: ReturnType<typeof setTimeout> | undefined;
  #state: PagedState = { count: 0, complete: false, phase: 'loading', reason: null, version: 0 };

  constructor({ fetch, idOf, keep = 4, outline }: Options<T>) {
    this.#fetch = fetch;
    this.#idOf = idOf;
    this.#keep = keep;
    this.#outline = outline;
  }

  get state(): PagedState {
    return this.#state;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Begins anew with the newest page; what was shown stays until that is there. */
  async refresh(): Promise<void> {
    this.#round += 1;
    const round = this.#round;
    this.#asking.clear();
    try {
      const page = await this.#fetch(undefined);
      if (round !== this.#round) return;
      const outline = this.#outline?.(page) ?? [];
      this.#slices = [{ cursor: undefined, items: page.items, count: page.items.length }, ...outline.map((one) => ({ ...one, items: null }))];
      this.#next = outline.length > 0 ? undefined : page.nextCursor;
      this.#tell({ phase: 'ready', reason: null });
    } catch (error) {
      if (round === this.#round) this.#tell({ phase: 'failed', reason: reasonOf(error) });
    }
  }

  /** The row at a place; null while its page is not held. */
  row(index: number): T | null {
    let from = 0;
    for (const { items, count } of this.#slices) {
      if (index < from + count) return items?.[index - from] ?? null;
      from += count;
    }
    return null;
  }

  /** Puts what became of rows in their places; rows that are not held are passed over. */
  patch(rows: readonly T[]): void {
    const byId = new Map(rows.map((row) => [this.#idOf(row), row]));
    let changed = false;
    const slices = this.#slices.map((slice) => {
      if (!slice.items?.some((row) => isOther(row, byId.get(this.#idOf(row))))) return slice;
      changed = true;
      return { ...slice, items: slice.items.map((row) => byId.get(this.#idOf(row)) ?? row) };
    });
    if (!changed) return;
    this.#slices = slices;
    this.#tell({});
  }

  /** Takes a row out; those behind it move up. */
  drop(id: string): void {
    const at = this.#slices.findIndex((slice) => slice.items?.some((row) => this.#idOf(row) === id));
    const items = this.#slices[at]?.items?.filter((row) => this.#idOf(row) !== id);
    if (items !== undefined) this.#fill(at, items);
  }

  /**
   * Puts a row in among those held, or what became of it in its place. Where its place is among rows that are not held, it
   * comes with them.
   *
   * @param isBehind whether another row comes after it
   */
  insert(row: T, isBehind: (other: T) => boolean): void {
    if (this.#held().has(this.#idOf(row))) {
      this.patch([row]);
      return;
    }
    const before = this.#slices.findIndex(({ items }) => items?.some(isBehind));
    const at = before === -1 && this.#state.complete ? this.#slices.length - 1 : before;
    const items = this.#slices[at]?.items;
    if (!items) return;
    const place = items.findIndex(isBehind);
    // In front of all that this page holds: whether that is its place, only the page before can tell.
    if (place === 0 && at > 0 && this.#slices[at - 1]?.items === null) return;
    this.#fill(at, place === -1 ? [...items, row] : items.toSpliced(place, 0, row));
  }

  /** Says what is in sight: missing pages are asked for, far ones let go of. */
  look(first: number, last: number): void {
    let from = 0;
    const inSight = this.#slices.map(({ count }) => {
      const sees = from <= last && from + count > first;
      from += count;
      return sees;
    });
    const [low, high] = [inSight.indexOf(true), inSight.lastIndexOf(true)];
    this.#letGo(low - this.#keep, high + this.#keep);
    this.#inSight = [Math.max(0, low - 1), Math.min(high + 1, this.#slices.length - 1)];
    this.#recallInSight();
    if (last >= from - AHEAD) void this.#extend();
  }

  #letGo(low: number, high: number): void {
    if (!this.#slices.some((slice, index) => slice.items !== null && (index < low || index > high))) return;
    this.#slices = this.#slices.map((slice, index) => (index < low || index > high ? { ...slice, items: null } : slice));
  }

  /** Pages that are merely flown over need not come: after asking, it waits a little, and asks for what is in sight then. */
  #recallInSight(): void {
    if (this.#pause !== undefined) return;
    const [low, high] = this.#inSight;
    const asked = this.#slices.slice(low, high + 1).filter((slice) => this.#recall(slice));
    if (asked.length === 0) return;
    this.#pause = setTimeout(() => {
      this.#pause = undefined;
      this.#recallInSight();
    }, PAUSE_MS);
  }

  #recall(slice: Slice<T>): boolean {
    if (slice.items !== null || this.#asking.has(slice.cursor ?? '')) return false;
    void this.#ask(slice.cursor, (page) => {
      // Since rows were taken out or put in, it may reach beyond where the next one begins.
      const held = this.#held();
      const items = page.items.filter((row) => !held.has(this.#idOf(row)));
      this.#slices = this.#slices.map((one) => (one.cursor === slice.cursor ? { ...one, items, count: items.length } : one));
    });
    return true;
  }

  #held(): ReadonlySet<string> {
    return new Set(this.#slices.flatMap(({ items }) => items?.map(this.#idOf) ?? []));
  }

  #fill(at: number, items: readonly T[]): void {
    this.#slices = this.#slices.map((slice, index) => (index === at ? { ...slice, items, count: items.length } : slice));
    this.#tell({});
  }

  async #extend(): Promise<void> {
    const cursor = this.#next;
    if (cursor === undefined) return;
    await this.#ask(cursor, (page) => {
      this.#slices = [...this.#slices, { cursor, items: page.items, count: page.items.length }];
      this.#next = page.nextCursor;
    });
  }

  async #ask(cursor: string | undefined, take: (page: Page<T>) => void): Promise<void> {
    const key = cursor ?? '';
    if (this.#asking.has(key)) return;
    this.#asking.add(key);
    const round = this.#round;
    try {
      const page = await this.#fetch(cursor);
      if (round !== this.#round) return;
      take(page);
      this.#tell({ phase: 'ready', reason: null });
    } catch (error) {
      if (round === this.#round) this.#tell({ reason: reasonOf(error) });
    } finally {
      if (round === this.#round) this.#asking.delete(key);
    }
  }

  #tell(change: Partial<PagedState>): void {
    const count = this.#slices.reduce((sum, slice) => sum + slice.count, 0);
    const complete = this.#next === undefined && this.#slices.length > 0;
    this.#state = { ...this.#state, count, complete, ...change, version: this.#state.version + 1 };
    for (const listener of this.#listeners) listener();
  }
}

/** Whether there is a newer word on a row. */
const isOther = <T>(row: T, newer: T | undefined): boolean => newer !== undefined && newer !== row;

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
