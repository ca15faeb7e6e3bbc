// Replaced by the loader of the widget.
