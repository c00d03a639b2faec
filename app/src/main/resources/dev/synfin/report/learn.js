/* Step by step: each segment in a sentence, both ends in the state diagram, and the next to guess. */
synfin.learn = (() => {
  const { h } = preact;
  const { useState, useEffect } = preactHooks;
  const { t } = synfin.texts;
  const { explain, format, store } = synfin;
  /** So many packets are seen above the one that is told. */
  const BEFORE = 3;

  function Learn({ connection, state }) {
    const packets = (connection.events ?? []).map((event, index) => ({ event, index })).filter(({ event }) => event.event !== 'call');
    const at = Math.max(0, placeOf(packets, state.event));
    const [guessing, setGuessing] = useState(false);
    const [guess, setGuess] = useState(null);
    const go = (to) => {
      setGuess(null);
      store.set({ event: packets[Math.max(0, Math.min(packets.length - 1, to))].index });
    };
    useEffect(() => {
      const onKey = (e) => {
        if (e.target.matches('input:not([type=checkbox]), select, textarea') || e.ctrlKey || e.metaKey || e.altKey) return;
        const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[e.key];
        if (step === undefined || packets.length === 0) return;
        e.preventDefault();
        go(at + step);
      };
      addEventListener('keydown', onKey);
      return () => removeEventListener('keydown', onKey);
    }, [at, connection]);
    if (packets.length === 0) return h('p', { class: 'nothing' }, t('learn.none'));
    const { event } = packets[at];
    const states = statesAt(packets, at);
    return h('div', { class: 'learn', tabindex: -1 },
      h('div', { class: 'lesson' },
        h('p', { class: 'sub' }, t('learn.step', { n: at + 1, of: packets.length }), ' · ', format.clock(event.t_ns), ' ms'),
        h('div', { class: 'pictures' }, packets.slice(Math.max(0, at - BEFORE), at + 1).map((p) => picture(p.event, p.event === event))),
        h('div', { class: 'says', 'aria-live': 'polite' }, explain.sentences(event, connection).map((s, i) => h('p', { key: i, class: i ? '' : 'lead' }, s))),
        h('div', { class: 'steps' },
          h('button', { type: 'button', disabled: at === 0, onClick: () => go(at - 1) }, '← ' + t('learn.back')),
          h('button', { type: 'button', class: 'primary', disabled: at === packets.length - 1, onClick: () => go(at + 1) }, t('learn.next') + ' →'),
          h('label', { class: 'guessing' }, h('input', { type: 'checkbox', checked: guessing, onChange: (e) => setGuessing(e.target.checked) }), ' ', t('learn.guess'))),
        guessing && at < packets.length - 1 ? question(packets, at, guess, setGuess) : null,
        h('p', { class: 'hint' }, t('learn.keys'))),
      packets.every(({ event: p }) => p.event !== 'segment') ? h('p', { class: 'diagram hint' }, t('learn.stateless')) : h('div', { class: 'diagram' }, h(synfin.machine.Machine, { now: states, before: at > 0 ? statesAt(packets, at - 1) : { client: null, server: null } }),
        h('p', { class: 'hint' }, t('learn.diagram'), ' ', t('learn.arrows'))));
  }

  function placeOf(packets, index) {
    if (index === null) return 0;
    const at = packets.findIndex((p) => p.index >= index);
    return at < 0 ? packets.length - 1 : at;
  }

  /** The last states that were known until then. */
  function statesAt(packets, at) {
    const states = { client: null, server: null };
    for (let i = at; i >= 0 && !(states.client && states.server); i--) {
      states.client ??= packets[i].event.client_state ?? null;
      states.server ??= packets[i].event.server_state ?? null;
    }
    return states;
  }

  function picture(event, isNow) {
    return h('div', { key: event.frame, class: 'picture' + (isNow ? ' now' : ''), 'aria-hidden': 'true' },
      h('span', { class: 'end client' }, explain.side('client')),
      h('span', { class: `arrow ${event.from}${event.lost ? ' lost' : ''}${event.retransmission ? ' again' : ''}` }, h('span', { class: 'label mono' }, explain.label(event)), h('span', { class: 'line' })),
      h('span', { class: 'end server' }, explain.side('server')));
  }

  /** What a packet is, as one would guess it: who sends, and what kind. */
  const gist = (event) => ({ from: event.from, kind: explain.kind(event) });
  const spoken = ({ from, kind }) => t('guess.' + kind, { from: explain.side(from) });

  function question(packets, at, guess, setGuess) {
    const right = gist(packets[at + 1].event);
    const choices = choicesFor(right, at);
    return h('fieldset', { class: 'question' },
      h('legend', null, t('learn.question')),
      choices.map((choice) => {
        const isRight = choice.from === right.from && choice.kind === right.kind;
        const text = spoken(choice);
        const chosen = guess === text;
        const mark = guess === null ? '' : isRight ? ' right' : chosen ? ' wrong' : '';
        return h('button', { key: text, type: 'button', class: 'choice' + mark, 'aria-pressed': String(chosen), onClick: () => setGuess(text) }, text, guess !== null && isRight ? ' ✓' : chosen ? ' ✗' : '');
      }),
      guess === null ? null : h('p', { role: 'status' }, guess === spoken(right) ? t('learn.right') : t('learn.wrong', { right: spoken(right) })));
  }

  /** The right one among three that are possible; their order depends on the step alone. */
  function choicesFor(right, at) {
    const kinds = ['datagram', 'icmp'].includes(right.kind) ? ['datagram', 'icmp'] : ['syn', 'synAck', 'ack', 'data', 'fin', 'rst'];
    const others = kinds.flatMap((kind) => ['client', 'server'].map((from) => ({ from, kind })));
    const wrong = others.filter((c) => !(c.from === right.from && c.kind === right.kind));
    const picked = [0, 1, 2].map((i) => wrong[(at * 5 + i * 4 + 3) % wrong.length]);
    return [...picked.slice(0, at % 4), right, ...picked.slice(at % 4)];
  }

  return { Learn };
})();
