/*
 * The ladder to scale: time runs down at so many pixels a millisecond. Here is what scrolls and zooms;
 * scaled-drawing.js draws. The table of the other ladder says the same in words.
 */
synfin.scaled = (() => {
  const { h } = preact;
  const { useRef, useState, useLayoutEffect, useEffect } = preactHooks;
  const { t } = synfin.texts;
  const { explain, format } = synfin;
  const TOP = 34;
  /** Browsers draw nothing beyond some ten million pixels. */
  const TALLEST = 8e6;

  function Scaled({ timeline, connection, state }) {
    const drawing = synfin.scaledDrawing;
    const events = connection.events ?? [];
    const ordered = drawing.inOrder(events);
    const [zoom, setZoom] = useState(() => fitting(ordered));
    const [view, setView] = useState({ top: 0, height: 600, width: 900 });
    const box = useRef(null);
    const middle = useRef(null);
    useLayoutEffect(() => watch(box.current, setView), []);
    const first = Math.min(0, ordered[0]?.event.t_ns ?? 0);
    const last = ordered[ordered.length - 1]?.event.t_ns ?? 0;
    const scale = Math.min(10 ** zoom, TALLEST / Math.max((last - first) / 1e6, 1e-6));
    const y = (ns) => TOP + ((ns - first) / 1e6) * scale;
    // what was in the middle before the zoom is there after it
    useLayoutEffect(() => {
      if (middle.current !== null) box.current.scrollTop = y(middle.current) - box.current.clientHeight / 2;
      middle.current = null;
    }, [scale]);
    // drawn at once: a page that nobody looks at may hear of its scrolling late, or never
    useEffect(() => {
      show(box.current, events[state.event] ?? ordered.find(({ event }) => event.event !== 'call')?.event, y);
      setView(seenOf(box.current));
    }, [state.event, connection]);
    const zoomTo = (to) => {
      middle.current = first + ((box.current.scrollTop + box.current.clientHeight / 2 - TOP) / scale) * 1e6;
      setZoom(Math.max(-3, Math.min(5, to)));
    };
    const said = t('scaled.scale', { time: format.duration((100 / scale) * 1e6) });
    return h('div', { class: 'scaled' },
      h('label', { class: 'zoom' }, t('scaled.zoom'),
        h('input', { type: 'range', min: -3, max: 5, step: 0.1, value: zoom, onInput: (e) => zoomTo(Number(e.target.value)), 'aria-valuetext': said }),
        h('span', { class: 'mono' }, said)),
      h('p', { class: 'hidden', role: 'status' }, inWords(events[state.event])),
      h('div', { class: 'scaled-rows', ref: box, tabindex: 0, role: 'group', 'aria-label': t('scaled.keys'), onKeyDown: (e) => synfin.ladder.keys(e, ordered.map(({ index }) => index), state) },
        h('svg', { class: 'scaled-all', width: view.width, height: y(last) + 60, role: 'img', 'aria-label': t('scaled.seeTable') },
          drawing.draw({ timeline, connection, ordered, view, y, state }))));
  }

  /** The chosen event, for who hears the page. */
  function inWords(event) {
    if (!event) return '';
    return event.event === 'call' ? explain.call(event) : explain.label(event) + ' ' + t('arrow.' + event.from);
  }

  /** So that half of the events stand apart. */
  function fitting(ordered) {
    const gaps = [];
    for (let i = 1; i < ordered.length; i++) gaps.push(ordered[i].event.t_ns - ordered[i - 1].event.t_ns);
    gaps.sort((a, b) => a - b);
    const typical = Math.max(gaps[Math.floor(gaps.length / 2)] ?? 1e6, 1000);
    return Math.max(-3, Math.min(5, Math.log10(30 / (typical / 1e6))));
  }

  const seenOf = (box) => ({ top: box.scrollTop, height: box.clientHeight, width: box.clientWidth });

  function watch(box, setView) {
    const look = () => setView(seenOf(box));
    const sizes = new ResizeObserver(look);
    sizes.observe(box);
    box.addEventListener('scroll', look, { passive: true });
    return () => sizes.disconnect();
  }

  function show(box, event, y) {
    if (!event) return;
    const at = y(event.t_ns);
    if (at < box.scrollTop + 40 || at > box.scrollTop + box.clientHeight - 40) box.scrollTop = at - box.clientHeight / 3;
  }

  return { Scaled };
})();
