"""A generator's tab, built from its declaration: form on the left, work and result on the right."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path
from typing import Any

import gradio as gr

from domain.generator import Example, Generator
from domain.params import Widget
from ui.client_endpoint import ClientEndpoint, linked_files
from ui.deps import UiDeps
from ui.field_spec import FieldSpec, field_specs
from ui.form import build_field
from ui.markup import markup
from ui.tab_events import TabEvents

WIZARDS = {"story": "<kinora-story></kinora-story>"}
"""What stands above the form of a generator that can also be used step by step."""
_PRICED = {Widget.SLIDER, Widget.NUMBER, Widget.CHOICE, Widget.SWITCH}
_PLAIN: dict[str, Any] = {"queue": False, "show_progress": "hidden", "api_visibility": "private"}
"""Events of the page itself: answered at once, without Gradio's own animation, and no part of the API."""


class GeneratorTab:
    """Builds one tab in the current Blocks context."""

    def __init__(self, deps: UiDeps, generator: Generator[Any]) -> None:
        self._deps = deps
        self._generator = generator
        self._specs = field_specs(generator.params)
        self._events = TabEvents(deps, generator, self._specs)
        self._fields: dict[str, Any] = {}

    def build(self) -> None:
        key = self._generator.key
        if key in WIZARDS:
            markup(WIZARDS[key], classes=("k-wizard",))
        with gr.Row(equal_height=False, elem_classes=["k-tab"]):
            with gr.Column(scale=5, min_width=0, elem_classes=["k-form"], elem_id=f"{key}-form"):
                markup(f'<p class="k-summary">{escape(self._generator.summary)}</p>')
                self._build_examples()
                self._build_fields()
                button = self._build_button()
            with gr.Column(scale=7, min_width=0, elem_classes=["k-side"]):
                markup(f'<kinora-panel generator="{key}"></kinora-panel>')
        self._bind_order(button)
        self._bind_price(button)
        self._bind_refill()
        self._bind_suggestions()
        self._bind_client()

    # --- what is seen -----------------------------------------------------------------------------------------

    def _build_fields(self) -> None:
        first = [spec for spec in self._specs if not spec.control.more]  # a hidden one takes no room
        more = [spec for spec in self._specs if spec.control.more]
        for spec in first:
            self._build_field(spec)
        if more:
            with gr.Accordion("More", open=False, elem_classes=["k-more"]):
                for spec in more:
                    self._build_field(spec)

    def _build_field(self, spec: FieldSpec) -> None:
        if spec.control.widget is Widget.ASSET:
            name = escape(spec.name, quote=True)
            markup(f'<kinora-kept generator="{self._generator.key}" field="{name}"></kinora-kept>')
        self._fields[spec.name] = build_field(self._generator.key, spec)

    def _build_examples(self) -> None:
        if not self._generator.examples:
            return
        pictured = [self._has_picture(example) for example in self._generator.examples]
        kind = "k-pictured" if all(pictured) else "k-worded"
        with gr.Row(elem_classes=["k-examples", kind]):
            self._example_buttons = [
                gr.Button(example.title, size="sm", elem_id=f"{self._generator.key}-example-{n}", min_width=0)
                for n, example in enumerate(self._generator.examples)
            ]

    def _has_picture(self, example: Example) -> bool:
        # Path.name: a declaration names a file in that folder and nothing outside it.
        return bool(example.picture) and (self._deps.examples_dir / Path(example.picture).name).is_file()

    def example_styles(self) -> str:
        """CSS that shows each example's picture on its button."""
        rules = (
            f"#{self._generator.key}-example-{n}{{--picture:url('/static/kinora/examples/{Path(example.picture).name}')}}"
            for n, example in enumerate(self._generator.examples)
            if self._has_picture(example)
        )
        return "".join(rules)

    def _build_button(self) -> Any:
        key = self._generator.key
        with gr.Column(elem_classes=["k-order"], min_width=0):
            markup(f'<kinora-problem generator="{key}"></kinora-problem>')
            button = gr.Button(
                self._events.label(*self._defaults()) or "Generate",
                variant="primary",
                size="lg",
                elem_id=f"{key}-generate",
                elem_classes=["k-generate"],
            )
            markup(f'<kinora-afford generator="{key}"></kinora-afford>')
        return button

    def _defaults(self) -> list[Any]:
        return [
            spec.default if spec.default is not None or not spec.choices else spec.choices[0][1] for spec in self._specs
        ]

    # --- what happens -----------------------------------------------------------------------------------------

    def _components(self) -> list[Any]:
        return [self._fields[spec.name] for spec in self._specs]

    def _bind_order(self, button: Any) -> None:
        key = json.dumps(self._generator.key)
        intent, answer, unseen = gr.Textbox(visible=False), gr.JSON(visible=False), gr.Button(visible=False)
        endpoint = unseen.click(self._events.submit, inputs=[intent, *self._components()], outputs=[answer], **_PLAIN)
        # The script sends the order itself: Gradio calls nothing of ours when a request is refused or breaks off.
        send = f"(...values) => void window.kinora.order({key}, {endpoint['id']}, values)"
        button.click(None, inputs=self._components(), js=send)
        for spec in self._specs:
            if spec.control.widget is Widget.ASSET:
                dropped = f"() => window.kinora.dropKept({key}, {json.dumps(spec.name)})"
                self._fields[spec.name].upload(None, js=dropped)

    def _bind_price(self, button: Any) -> None:
        priced = [self._fields[s.name] for s in self._specs if s.control.widget in _PRICED and s.name != "seed"]
        gr.on(
            [component.change for component in priced],
            self._events.relabel,
            inputs=self._components(),
            outputs=[button],
            trigger_mode="always_last",
            **_PLAIN,
        )

    def _bind_refill(self) -> None:
        """Examples and "Make again" fill the form: in the browser, without asking the server."""
        shown = [spec for spec in self._specs if spec.control.widget is not Widget.ASSET and not spec.control.hidden]
        outputs = [self._fields[spec.name] for spec in shown]
        names = json.dumps([spec.name for spec in shown])
        key = json.dumps(self._generator.key)
        for n, example in enumerate(self._generator.examples):
            values = {spec.name: example.values.get(spec.name, spec.default) for spec in shown}
            filled = json.dumps([values[spec.name] for spec in shown])
            self._example_buttons[n].click(None, outputs=outputs, js=f"() => ({filled})")
        refill = gr.Button("Fill in", elem_id=f"{self._generator.key}-refill", elem_classes=["k-hidden"])
        refill.click(None, outputs=outputs, js=f"() => window.kinora.refill({key}, {names})")

    def _bind_suggestions(self) -> None:
        """What can be picked in a field follows what stands in another one."""
        for spec in self._specs:
            suggest = spec.control.suggestions
            if suggest is None:
                continue
            source, box = self._fields[spec.control.suggested_by], self._fields[spec.name]
            box.choices = [(text, text) for text in suggest(source.value)]

            def follow(value: Any, suggest: Callable[[Any], Sequence[str]] = suggest) -> Any:
                return gr.update(choices=list(suggest(value)))

            source.change(follow, inputs=[source], outputs=[box], **_PLAIN)

    def _bind_client(self) -> None:
        endpoint = ClientEndpoint(self._deps, self._generator, self._specs)
        unseen = gr.Button(visible=False)
        unseen.click(
            endpoint.function(),
            inputs=[self._fields[spec.name] for spec in endpoint.ordered_specs()],
            outputs=[gr.JSON(label="Status", visible=False), linked_files()],
            api_name=self._generator.key,
            show_progress="hidden",
        )
