// The lesson's page: remembers the place in the film and the answers, and reports completion and score.
"use strict";

(() => {
  const lesson = window.LESSON;
  const scorm = window.Scorm;
  const film = document.getElementById("film");
  const state = document.getElementById("state");
  const SEEN = 0.9; // share of the film after which it counts as watched
  const ENOUGH = 0.7; // the least of it at its end

  const memory = { seen: 0, answers: [], tries: 0, best: null };
  restore();

  function restore() {
    try {
      Object.assign(memory, JSON.parse(scorm.get("cmi.suspend_data") || "{}"));
    } catch {
      // written by another version: begin anew
    }
    const status = scorm.get("cmi.core.lesson_status");
    if (!status || status === "not attempted" || status === "unknown") {
      scorm.set("cmi.core.lesson_status", "incomplete");
    }
    scorm.save();
    const place = Number.parseFloat(scorm.get("cmi.core.lesson_location"));
    if (place > 0) {
      film.addEventListener("loadedmetadata", () => { film.currentTime = Math.min(place, film.duration - 1); }, { once: true });
    }
    tell();
  }

  function remember() {
    scorm.set("cmi.suspend_data", JSON.stringify(memory));
    scorm.set("cmi.core.lesson_location", film.currentTime.toFixed(1));
    scorm.save();
  }

  function tell() {
    if (!scorm.connected()) {
      state.textContent = "Opened without a learning management system: results are not recorded.";
      return;
    }
    const score = memory.best === null ? "" : `, best score ${memory.best} %`;
    state.textContent = `${memory.seen >= SEEN ? "Film watched" : "Film not yet watched to the end"}${score}`;
  }

  // The share of the film that was played, not merely skipped over.
  let last = 0;
  let played = 0;
  film.addEventListener("timeupdate", () => {
    const step = film.currentTime - last;
    if (step > 0 && step < 2 && film.duration) {
      played += step;
      const seen = Math.min(1, Math.max(memory.seen, played / film.duration));
      const finished = seen >= SEEN && memory.seen < SEEN;
      memory.seen = Math.round(seen * 100) / 100;
      if (finished) watched();
    }
    last = film.currentTime;
  });
  film.addEventListener("pause", remember);
  film.addEventListener("ended", () => {
    if (memory.seen >= ENOUGH) memory.seen = Math.max(memory.seen, SEEN); // the rest was lost between two updates
    watched();
  });

  function watched() {
    if (!lesson.quiz.length && memory.seen >= SEEN) scorm.set("cmi.core.lesson_status", "completed");
    remember();
    tell();
  }

  // --- quiz --------------------------------------------------------------------------------------------------

  const form = document.getElementById("questions");
  const result = document.getElementById("result");

  function el(tag, attributes, ...children) {
    const node = Object.assign(document.createElement(tag), attributes);
    node.append(...children);
    return node;
  }

  function questionField(item, number) {
    const choices = item.choices.map((choice, index) => {
      const input = el("input", { type: "radio", name: `q${number}`, value: String(index), required: true });
      input.checked = memory.answers[number] === index;
      return el("label", {}, input, el("span", { textContent: choice }));
    });
    const why = el("p", { className: "why", id: `why-${number}` });
    return el("fieldset", { id: `question-${number}` }, el("legend", { textContent: `${number + 1}. ${item.question}` }), ...choices, why);
  }

  function mark(answers) {
    lesson.quiz.forEach((item, number) => {
      const right = answers[number] === item.answer;
      const field = document.getElementById(`question-${number}`);
      field.dataset.right = String(right);
      document.getElementById(`why-${number}`).textContent = `${right ? "Right." : `Not quite: ${item.choices[item.answer]}.`} ${item.why}`;
    });
  }

  function record(answers) {
    const first = Number.parseInt(scorm.get("cmi.interactions._count"), 10) || 0;
    lesson.quiz.forEach((item, number) => {
      const at = `cmi.interactions.${first + number}`;
      scorm.set(`${at}.id`, `question-${number + 1}`);
      scorm.set(`${at}.type`, "choice");
      scorm.set(`${at}.correct_responses.0.pattern`, "abcd"[item.answer]);
      scorm.set(`${at}.student_response`, "abcd"[answers[number]]);
      scorm.set(`${at}.result`, answers[number] === item.answer ? "correct" : "wrong");
    });
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const chosen = new FormData(form);
    const answers = lesson.quiz.map((_, number) => Number(chosen.get(`q${number}`)));
    const right = lesson.quiz.filter((item, number) => answers[number] === item.answer).length;
    const score = Math.round((100 * right) / lesson.quiz.length);
    memory.answers = answers;
    memory.tries += 1;
    memory.best = Math.max(memory.best ?? 0, score);
    mark(answers);
    record(answers);
    scorm.set("cmi.core.score.min", 0);
    scorm.set("cmi.core.score.max", 100);
    scorm.set("cmi.core.score.raw", memory.best);
    scorm.set("cmi.core.lesson_status", memory.best >= lesson.pass ? "passed" : "failed");
    remember();
    tell();
    const passed = score >= lesson.pass ? "You have passed." : `You pass with ${lesson.pass} %. Try again.`;
    result.textContent = `${right} of ${lesson.quiz.length} right: ${score} %. ${passed}`;
  });

  if (lesson.quiz.length) {
    for (const id of ["quiz", "to-quiz"]) document.getElementById(id).hidden = false;
    form.append(...lesson.quiz.map(questionField), el("button", { type: "submit", textContent: "Check answers" }));
    if (memory.tries) mark(memory.answers);
  }

  let ended = false;
  window.addEventListener("pagehide", () => {
    if (ended) return;
    ended = true;
    remember();
    scorm.end(memory.best !== null && memory.best >= lesson.pass);
  });
})();
