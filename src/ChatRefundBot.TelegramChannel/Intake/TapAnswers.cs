using ChatRefundBot.DialogKernel.Messages;
using ChatRefundBot.DialogKernel.Wording;
using ChatRefundBot.TelegramChannel.Api;
using ChatRefundBot.TelegramChannel.Chats;
using ChatRefundBot.TelegramChannel.Sending;

namespace ChatRefundBot.TelegramChannel.Intake;

/// <summary>
/// Answers taps at once, so that the buyer's button stops spinning. Whether an answer arrives is no matter: one that comes too late is
/// refused by the server, and the desk's own words follow anyway.
/// </summary>
internal sealed class TapAnswers(TelegramApi api, SideCalls calls, ButtonSeals seals, WordingCatalog wording, ShopLanguage shop)
{
    public void Answer(ChatAddress chat, TapKey tap)
    {
        // A button that is none of ours, or of another chat, is answered in words: nothing else will be said for it.
        var text = seals.Read(chat, tap.Data) is null ? wording.Text(LanguageTags.Parse(tap.Locale) ?? shop.Default, TelegramTexts.ButtonGone) : null;
        calls.Make(ct => api.AnswerTapAsync(tap.Id, text, ct));
    }
}
