"""What the pipeline makes of a word before it sees its neighbours, worked out once for every form of a word.

The first layers look at a word's own features alone (its norm, prefix, suffix, shape), and newspaper prose repeats its
words: of the rows of a batch five in six have been met before.  With products that are the same to the bit wherever a
row stands (`products.steady`), a row from memory is the row that would be worked out anew.
"""

from __future__ import annotations

from threading import Lock
from typing import Any

#: the layers of an embedding that is worked out row by row, as spaCy's MultiHashEmbed makes it without word vectors
_LAYERS = ("extract_features", "list2ragged", "with_array", "with_array", "ragged2list")
#: rows kept, of some four hundred bytes each
_KEPT = 50_000


def remember_forms(nlp: Any) -> None:
    """Let the pipeline's embedding remember its rows, if it is built as expected; else change nothing."""
    if "tok2vec" not in nlp.pipe_names:
        return
    layers = getattr(nlp.get_pipe("tok2vec").model, "layers", ())
    embedding = layers[0].layers if layers else []
    if tuple(layer.name.partition("(")[0] for layer in embedding) == _LAYERS:
        embedding[2:4] = [_remembering(*embedding[2:4])]


def _remembering(embed: Any, mix: Any) -> Any:
    """One layer in place of the two: features in, rows out, those of known features from a table."""
    import numpy
    from thinc.api import Model

    place: dict[bytes, int] = {}
    table: list[Any] = []
    one_at_a_time = Lock()  # a server's threads share one pipeline

    def rows_of(features: Any) -> Any:
        given = numpy.ascontiguousarray(features.data)
        keys = given.view(f"V{given.itemsize * given.shape[1]}").ravel().tolist()
        if len(place) > _KEPT:
            place.clear()
            table.clear()
        new = {key: k for k, key in enumerate(keys) if key not in place}
        if new or not table:
            fresh = type(features)(given[list(new.values())], numpy.array([len(new)], dtype="i"))
            table[:] = [numpy.concatenate([*table, mix.predict(embed.predict(fresh)).data])]
            place.update(zip(new, range(len(place), len(table[0])), strict=True))
        return table[0][[place[key] for key in keys]]

    def forward(model: Any, features: Any, is_train: bool) -> tuple[Any, Any]:
        with one_at_a_time:
            return type(features)(rows_of(features), features.lengths), None

    return Model("remembered_forms", forward, layers=[embed, mix])
