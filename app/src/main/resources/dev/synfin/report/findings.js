/* What is unusual, why, by which frames, and where to look next. */
synfin.findings = (() => {
  const { h } = preact;
  const { t, has, word, translated } = synfin.texts;
  const { format, store } = synfin;
  const ORDER = ['problem', 'warning', 'info'];

  /** Each finding with its connection, or null for the whole. */
  function all(timeline) {
    const found = [
      ...(timeline.findings ?? []).map((finding) => ({ finding, index: null })),
      ...timeline.connections.flatMap((c, index) => c.findings.map((finding) => ({ finding, index }))),
    ];
    return found.sort((a, b) => ORDER.indexOf(a.finding.severity) - ORDER.indexOf(b.finding.severity));
  }

  function Findings({ timeline, state }) {
    const found = all(timeline);
    const failed = (timeline.scenario?.expectations ?? []).filter((e) => !e.ok);
    return h('div', { class: 'findings' },
      failed.length ? [h('h2', null, t('findings.failed')), failed.map((e, i) => h('article', { key: 'x' + i, class: 'finding problem' }, h('h3', null, '✗ ', e.expected), h('p', null, t('findings.saw', { seen: e.seen ?? '–' }))))] : null,
      found.length === 0 ? h('p', { class: 'nothing' }, t('findings.none')) : found.slice(0, 500).map(({ finding, index }, i) => card(finding, index, i, timeline, state)),
      found.length > 500 ? h('p', { class: 'nothing' }, t('findings.more', { n: found.length - 500 })) : null);
  }

  /** A kind of finding in the reader's language; beneath it what was seen here, in the timeline's own words. */
  function card(finding, index, i, timeline, state) {
    const known = has('finding.' + finding.id);
    const title = known ? t('finding.' + finding.id) : finding.title;
    const next = finding.next ? translated(`finding.${finding.id}.next`, finding.next) : null;
    const connection = index === null ? null : timeline.connections[index];
    return h('article', { key: i, class: 'finding ' + finding.severity },
      h('h3', null, h('span', { class: 'severity' }, word('severity.', finding.severity)), ' ', title, ' ', h('code', null, finding.id)),
      connection ? h('p', { class: 'sub mono' }, `${format.end(connection.client)} → ${format.end(connection.server)}`) : null,
      known ? h('p', null, t(`finding.${finding.id}.about`)) : null,
      h('p', { class: known ? 'of-this' : undefined, lang: 'en' }, finding.explanation),
      finding.evidence.length ? h('p', { class: 'evidence' }, t('findings.evidence'), ' ', finding.evidence.map((frame) =>
        h('button', { key: frame, type: 'button', class: 'chip', onClick: () => store.goToFrame(frame, index ?? state.connection) }, '#' + frame))) : null,
      next ? h('p', { class: 'next' }, h('b', null, t('findings.next')), ' ', next) : null,
      finding.reference ? h('p', { class: 'sub' }, t('findings.see'), ' ', finding.reference) : null);
  }

  return { Findings, all };
})();
