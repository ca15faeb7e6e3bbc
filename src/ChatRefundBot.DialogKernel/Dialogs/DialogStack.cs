using ChatRefundBot.DialogKernel.Conversations;

namespace ChatRefundBot.DialogKernel.Dialogs;

/// <summary>A frame in use during a turn: its state read, ready to change.</summary>
internal sealed class LiveFrame(Dialog dialog, object state, string step, List<string> history, string? resumeAt)
{
    public const int MaxHistory = 30;

    public Dialog Dialog { get; } = dialog;
    public object State { get; } = state;
    public string Step { get; set; } = step;
    public List<string> History { get; } = history;
    public string? ResumeAt { get; set; } = resumeAt;

    /// <summary>Notes an answered question, or forgets the way back when it cannot be returned to.</summary>
    public void Answered(string step)
    {
        var way = Dialog.WayBackTo(step);
        if (way == WayBack.End) History.Clear();
        if (way != WayBack.Here) return;

        History.Remove(step);
        History.Add(step);
        if (History.Count > MaxHistory) History.RemoveAt(0);
    }
}

/// <summary>The dialog stack during a turn. Only frames that the turn touches are read and written again.</summary>
internal sealed class DialogStack(ConversationState state, IReadOnlyDictionary<string, Dialog> dialogs)
{
    private readonly List<LiveFrame?> _live = [.. state.Stack.Select(_ => (LiveFrame?)null)];

    public bool IsEmpty => _live.Count == 0;

    /// <summary>The innermost frame. Frames whose dialog no longer exists are dropped on the way.</summary>
    /// <param name="restarted">True when the frame comes from another version, or from a step that no longer exists.</param>
    public LiveFrame? Top(out bool restarted)
    {
        restarted = false;
        while (_live.Count > 0)
        {
            var place = _live.Count - 1;
            if (_live[place] is { } live) return live;
            var kept = state.Stack[place];
            if (dialogs.TryGetValue(kept.Dialog, out var dialog))
            {
                var dialogState = dialog.ReadState(kept.State, kept.Version);
                var step = kept.Step;
                if (kept.Version != dialog.Version || !dialog.Has(step))
                {
                    restarted = true;
                    step = dialog.RestartStep(dialogState, kept.Version, kept.Step);
                }

                var history = restarted ? [] : kept.History.ToList();
                return _live[place] = new LiveFrame(dialog, dialogState, step, history, kept.ResumeAt);
            }

            restarted = true;
            _live.RemoveAt(place);
        }

        return null;
    }

    /// <summary>The innermost frame of a dialog, however deep; null when there is none that this version can read.</summary>
    public LiveFrame? Find(Dialog dialog)
    {
        for (var place = _live.Count - 1; place >= 0; place--)
        {
            if (_live[place] is { } live)
            {
                if (live.Dialog == dialog) return live;
                continue;
            }

            var kept = state.Stack[place];
            if (kept.Dialog != dialog.Name || kept.Version != dialog.Version || !dialog.Has(kept.Step)) continue;
            return _live[place] = new LiveFrame(dialog, dialog.ReadState(kept.State, kept.Version), kept.Step, [.. kept.History], kept.ResumeAt);
        }

        return null;
    }

    public LiveFrame Push(DialogStart start, string? resumeAt)
    {
        var frame = new LiveFrame(start.Dialog, start.State, start.Dialog.FirstStep, [], resumeAt);
        _live.Add(frame);
        return frame;
    }

    public void Pop() => _live.RemoveAt(_live.Count - 1);

    public void Clear() => _live.Clear();

    /// <summary>Writes the frames back into the conversation's state.</summary>
    public void Save()
    {
        var frames = new List<DialogFrame>(_live.Count);
        for (var i = 0; i < _live.Count; i++)
        {
            frames.Add(_live[i] is { } f
                ? new DialogFrame(f.Dialog.Name, f.Dialog.Version, f.Step, f.Dialog.WriteState(f.State), f.History, f.ResumeAt)
                : state.Stack[i]);
        }

        state.Stack = frames;
    }
}
