/*
 * The page's texts, in the language that was asked for. Every language has the same keys; another
 * language is another file in lang/.
 */
const synfin = {};

synfin.texts = (() => {
  const languages = new Map();
  for (const block of document.querySelectorAll('script.texts')) {
    languages.set(block.dataset.lang, JSON.parse(block.textContent));
  }

  let language = 'en';

  /** Chooses a language, by `?lang=` or what the reader chose; English where there is none. */
  function choose(wanted) {
    language = languages.has(wanted) ? wanted : 'en';
    document.documentElement.lang = language;
  }

  /** Whether there is a text of this key. */
  function has(key) {
    return languages.get(language)[key] !== undefined;
  }

  /** The text of a key; `{name}` in it stands for a value. */
  function t(key, values = {}) {
    const text = languages.get(language)[key];
    if (text === undefined) {
      throw new Error('no text ' + key);
    }
    return text.replace(/\{(\w+)\}/g, (all, name) => (name in values ? String(values[name]) : all));
  }

  /** What a word of a timeline is called; a word that a later synfin has come to know is its own name. */
  function word(prefix, value, suffix = '') {
    const key = prefix + value + suffix;
    return has(key) ? t(key) : String(value).replaceAll('_', ' ');
  }

  /** An English sentence in the reader's language, if it is the text of a key that begins so; else itself. */
  function translated(prefix, sentence) {
    const found = Object.entries(languages.get('en')).find(([key, text]) => key.startsWith(prefix) && text === sentence);
    return found ? t(found[0]) : sentence;
  }

  choose(new URLSearchParams(location.search).get('lang'));
  return { t, has, word, translated, choose, current: () => language, all: () => [...languages.keys()] };
})();
