// What a storyboard may hold, from the generator's own schema: nothing of it is repeated here but plainer words.

import { api } from "../api.js";
import { fieldsOf, labelOf } from "../facts.js";

const WORDS = {
  shot: { above: "From above", low: "From below", close: "Close-up" },
  move: { push: "Move in", pull: "Move out", orbit: "Circle around", "dolly-zoom": "Dolly zoom", static: "Stand still" },
  transition: { dip: "Dip to black", cut: "Hard cut" },
};
let asked = null;

/** The choices, asked for once; throws ApiError. */
export function loadChoices() {
  asked ??= api("generators/story").then((generator) => new Choices(generator)).catch((error) => {
    asked = null;
    throw error;
  });
  return asked;
}

const capital = (word) => word.charAt(0).toUpperCase() + word.slice(1).replaceAll("-", " ");

class Choices {
  constructor({ schema, examples }) {
    this.examples = examples;
    this.order = schema.properties;
    this.board = schema.properties.storyboard.anyOf.find((option) => option.properties);
    this.scene = schema.$defs.StoryScene.properties;
    this.who = schema.$defs.StoryCharacter.properties;
    this.colours = this.board["x-colours"] || [];
    this.kinds = this.board["x-kinds"] || [];
    this.scenesMax = this.board.properties.scenes.maxItems;
    this.charactersMax = this.board.properties.characters.maxItems;
  }

  /** [value, label] of each value that a scene's field may have. */
  ofScene(name) {
    return this.scene[name].enum.map((value) => [value, WORDS[name]?.[value] || capital(value)]);
  }

  /** The same of a field of the form, in the form's words. */
  ofOrder(name) {
    return this.order[name].enum.map((value) => [value, labelOf("story", name, value)]);
  }

  ofCharacter(name) {
    return this.who[name].enum.map((value) => [value, capital(value)]);
  }

  /** Label and help of a field of the form. */
  words(name) {
    return fieldsOf("story").find((field) => field.name === name) || { label: name, help: "" };
  }

  limit(name) {
    return this.order[name].maxLength;
  }

  default(name) {
    return this.order[name].default;
  }
}
