/*
 * What the captures hold of packets' headers and the timeline leaves out. An entry of the page brings a
 * function that fetches it, `headers`; it is called when the first packet is looked at from near.
 */
synfin.headers = (() => {
  const { useLayoutEffect, useState } = preactHooks;
  const known = new WeakMap();
  const NONE = { found: [], frames: new Map(), otherwise: 'unfinished' };
  const FAILED = { ...NONE, otherwise: 'failed' };

  /** For what draws: the headers of an entry of the page, null while they are fetched. */
  function useHeaders(entry) {
    const [, redraw] = useState(0);
    const fetched = entry?.headers;
    useLayoutEffect(() => {
      if (fetched && !known.has(fetched)) read(fetched).then(() => redraw((n) => n + 1));
    }, [fetched]);
    return fetched ? known.get(fetched) ?? null : NONE;
  }

  async function read(fetched) {
    try {
      known.set(fetched, parsed(await fetched()));
    } catch {
      known.set(fetched, FAILED);
    }
  }

  /** Lines as PacketHeaders writes them. */
  function parsed(text) {
    const all = { found: [], frames: new Map() };
    for (const line of text.split('\n')) {
      const words = line.split(' ');
      if (words.length === 2) all.found[Number(words[0])] = words[1];
      else if (words.length > 2) all.frames.set(words[0] + ' ' + words[1], { checksum: words[2], hex: words[3] });
    }
    return all;
  }

  /**
   * Of a packet: `{bytes, checksum, elsewhere}`, or `{why, capture}` where its capture does not tell, such
   * as `missing`.
   */
  function of(headers, timeline, event) {
    const captures = timeline.captures ?? [timeline.capture];
    const sights = event.seen?.length > 0 ? event.seen : [{ capture: captures[0]?.id, frame: event.frame }];
    const at = (sight) => captures.findIndex((capture) => capture?.id === sight.capture);
    const [here, ...others] = sights.map((sight) => ({ sight, told: headers.frames.get(at(sight) + ' ' + sight.frame) }));
    if (!here.told?.hex) {
      const number = at(here.sight);
      return { why: headers.found[number] ?? headers.otherwise ?? 'unfinished', capture: captures[number]?.file ?? captures[number]?.name ?? '' };
    }
    return {
      bytes: Uint8Array.from(here.told.hex.match(/../g) ?? [], (two) => parseInt(two, 16)),
      checksum: here.told.checksum,
      elsewhere: others.filter((other) => other.told).map((other) => [other.sight.capture, other.told.checksum]),
    };
  }

  return { useHeaders, of };
})();
