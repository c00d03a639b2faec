/*
 * The live page: what starts scenarios, and what feeds the report below it. Whatever comes from
 * timelines is put into text nodes alone.
 */
synfin.watch = (() => {
  const { store } = synfin;
  const { t, word } = synfin.texts;
  const byId = (id) => document.getElementById(id);
  const scenarios = new Map();
  let running = null;
  let fetching = false;
  let next = null;

  function element(name, text, className) {
    const made = document.createElement(name);
    made.textContent = text ?? '';
    if (className) made.className = className;
    return made;
  }

  async function fetched(path, request) {
    const answer = await fetch(path, request);
    if (!answer.ok) throw new Error((await answer.text()).trim());
    return answer.status === 204 ? null : answer.json();
  }

  /** Fetches the headers of a run's packets, from the captures that it left. */
  const headersOf = (name) => async () => {
    const answer = await fetch(`api/timelines/${name}/headers`);
    if (!answer.ok) throw new Error((await answer.text()).trim());
    return answer.text();
  };

  /** Shows a timeline in the report, and chooses it where it is new there. */
  function show(name, timeline, choose, headers) {
    const known = store.get().entries.some((e) => e.name === name);
    store.update({ name, timeline, headers });
    if (choose || !known) store.chooseEntry(store.get().entries.findIndex((e) => e.name === name));
  }

  async function loadScenarios() {
    for (const scenario of await fetched('api/scenarios')) {
      scenarios.set(scenario.name, scenario);
      const option = element('option', `${scenario.name}: ${scenario.title}`);
      option.value = scenario.name;
      byId('scenario').append(option);
    }
    chosen();
  }

  function chosen() {
    const scenario = scenarios.get(byId('scenario').value);
    const variants = scenario?.variants ?? [];
    // its lines end where its file's do, and are as long here as the page is wide
    byId('explain').textContent = (scenario?.explain ?? '').replace(/(\S)\n(?=\S)/g, '$1 ');
    byId('variant').replaceChildren(...variants.map((name) => element('option', name)));
    byId('variants').hidden = variants.length === 0;
  }

  async function start(event) {
    event.preventDefault();
    byId('begin').disabled = true;
    try {
      await fetched('api/runs', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ scenario: byId('scenario').value, variant: byId('variant').value }),
      });
    } catch (error) {
      byId('run').textContent = error.message; // another run goes on, or the lab has gone
      byId('begin').disabled = running !== null;
    }
  }

  const nameOf = (run) => run.scenario + (run.variant ? '-' + run.variant : '');

  function showRun(run) {
    running = run.state === 'running' ? run : null;
    byId('begin').disabled = running !== null;
    byId('run').replaceChildren(
      element('span', nameOf(run) + ' '),
      element('span', word('watch.', run.state), 'result ' + run.state),
      element('span', run.reason ? ' ' + run.reason : '', 'sub'),
    );
    if (!running && run.state !== 'error') showLive(run);
  }

  /** One request at a time: for what came meanwhile there is another after it. */
  async function showLive(run) {
    if (!run) return;
    if (fetching) {
      next = run;
      return;
    }
    fetching = true;
    try {
      const timeline = await fetched('api/live');
      if (timeline) show(nameOf(run), timeline, false, run.state === 'running' ? undefined : headersOf(nameOf(run)));
    } catch {
      // the lab has gone, and the page says so
    } finally {
      fetching = false;
      const later = next;
      next = null;
      showLive(later);
    }
  }

  function showTimelines(timelines) {
    byId('number').textContent = timelines.length;
    byId('timelines').replaceChildren(...timelines.map((run) => {
      const item = document.createElement('li');
      const open = element('button', run.name, 'link');
      open.type = 'button';
      open.addEventListener('click', () => openLeft(run.name));
      item.append(open, element('span', run.result ? word('watch.', run.result) : '', 'result ' + (run.result ?? '')), element('span', run.title, 'sub'));
      return item;
    }));
  }

  async function openLeft(name) {
    try {
      const timeline = await fetched(`api/timelines/${name}/timeline.json`);
      if (!timeline?.format?.startsWith('synfin-timeline/')) throw new Error(t('watch.noTimeline'));
      show(name, timeline, true, headersOf(name));
    } catch (error) {
      byId('run').textContent = `${name}: ${error.message}`; // it was removed meanwhile, or is no timeline
    }
  }

  function linked(is) {
    byId('link').textContent = t(is ? 'watch.live' : 'watch.gone');
    byId('link').className = 'chip' + (is ? '' : ' gone');
  }

  function listen() {
    const events = new EventSource('api/events');
    events.addEventListener('open', () => linked(true));
    events.addEventListener('error', () => linked(false));
    events.addEventListener('run', (event) => showRun(JSON.parse(event.data)));
    events.addEventListener('live', () => showLive(running));
    events.addEventListener('timelines', (event) => showTimelines(JSON.parse(event.data)));
  }

  function say() {
    for (const place of document.querySelectorAll('[data-text]')) place.textContent = t(place.dataset.text);
  }

  function begin() {
    let language = store.get().language;
    store.subscribe((state) => {
      if (state.language !== language) {
        language = state.language;
        say();
      }
    });
    say();
    document.title = t('watch.page');
    byId('lab').hidden = false;
    byId('scenario').addEventListener('change', chosen);
    byId('start').addEventListener('submit', start);
    loadScenarios().catch((error) => (byId('explain').textContent = error.message));
    listen();
  }

  return { begin };
})();

synfin.watch.begin();
