// One sentence, in the language of its reader: why an address shows nothing.

import { createState } from "../data/state.js";
import { say } from "../data/words.js";
import { createLanguage } from "../panels/language.js";

const { told } = JSON.parse(document.getElementById("data").textContent);
const state = createState(speak);
const speakAs = createLanguage(document.getElementById("language"), (lang) => state.set({ lang }, true));
function speak({ lang }) {
  speakAs(lang);
  document.getElementById("told").textContent = document.title = say(told);
}
speak(state.get());
