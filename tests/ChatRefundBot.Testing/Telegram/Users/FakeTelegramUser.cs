using System.Text.Json.Nodes;
using ChatRefundBot.Testing.Telegram.Chats;
using ChatRefundBot.Testing.Telegram.Files;
using ChatRefundBot.Testing.Telegram.Server;

namespace ChatRefundBot.Testing.Telegram.Users;

/// <summary>Somebody with a client, in a private chat with the bot.</summary>
/// <example>
/// <code>
/// var mei = api.NewUser("Mei");
/// mei.SendText("/start");
/// var hello = await mei.NextAsync();
/// var tap = mei.Tap("申请退款");
/// </code>
/// </example>
public sealed class FakeTelegramUser
{
    private readonly BotWorld _world;

    internal FakeTelegramUser(BotWorld world, UserProfile profile, ChatRoom room) => (_world, Profile, Chat) = (world, profile, new FakeChat(world, room));

    /// <summary>Also the id of the private chat.</summary>
    public long Id => Profile.Id;

    public string FirstName => Profile.FirstName;

    /// <summary>The private chat with the bot.</summary>
    public FakeChat Chat { get; }

    public IReadOnlyList<BotMessage> Screen => Chat.Screen;

    public BotMessage? Last => Chat.Last;

    public IReadOnlyList<string> Buttons => Chat.Buttons;

    /// <summary>The menu that their client shows.</summary>
    public IReadOnlyList<CommandShown> Commands
    {
        get
        {
            lock (_world.Gate) return _world.Commands.ShownTo(Profile.LanguageCode);
        }
    }

    internal UserProfile Profile { get; }

    public Task<BotMessage> NextAsync(TimeSpan? within = null) => Chat.NextAsync(within);

    public Task<IReadOnlyList<BotMessage>> NextAsync(int count, TimeSpan? within = null) => Chat.NextAsync(count, within);

    public Task<BotMessage> UntilAsync(Func<BotMessage, bool> match, TimeSpan? within = null) => Chat.UntilAsync(match, within);

    public Task<IReadOnlyList<BotMessage>> UntilScreenAsync(Func<IReadOnlyList<BotMessage>, bool> match, TimeSpan? within = null) =>
        Chat.UntilScreenAsync(match, within);

    public UserMessage SendText(string text, UserSend? with = null) => UserPost.Send(_world, Chat.Room, Profile, text, null, with);

    /// <summary>Sends a command, as tapping it in the menu does.</summary>
    /// <param name="command">With its slash and argument.</param>
    public UserMessage SendCommand(string command) =>
        command.StartsWith('/') ? SendText(command) : throw new ArgumentException("A command begins with a slash.", nameof(command));

    /// <summary>Sends a picture as a photo: Telegram makes JPEGs of several sizes of it.</summary>
    public UserMessage SendPhoto(byte[] picture, string? caption = null, UserSend? with = null) => SendMedia(AlbumItem.Photo(picture, caption), null, with);

    /// <summary>Sends a file as it is.</summary>
    /// <param name="claimedSize">The size that Telegram names; null: that of the content.</param>
    public UserMessage SendDocument(byte[] content, string fileName, string? mime = null, string? caption = null, long? claimedSize = null, UserSend? with = null) =>
        SendMedia(AlbumItem.Document(content, fileName, mime, caption), claimedSize, with);

    /// <summary>Sends several pictures or files at once: an update each, all with one media_group_id.</summary>
    public IReadOnlyList<UserMessage> SendAlbum(params AlbumItem[] items)
    {
        if (items.Length is < 2 or > 10) throw new ArgumentException("An album has 2 to 10 items.", nameof(items));
        string group;
        lock (_world.Gate) group = _world.NewMediaGroupId();
        return [.. items.Select(item => SendToAlbum(group, item))];
    }

    /// <summary>Another part of an album, later than the rest.</summary>
    public UserMessage SendToAlbum(string mediaGroupId, AlbumItem item) =>
        UserPost.Send(_world, Chat.Room, Profile, item.Caption ?? "", UserPost.Media(_world, item), null, mediaGroupId);

    public UserMessage SendSticker() => SendOther("sticker", new JsonObject { ["type"] = "regular", ["width"] = 512, ["height"] = 512, ["is_animated"] = false, ["is_video"] = false, ["emoji"] = "👍" });

    public UserMessage SendVoice() => SendOther("voice", new JsonObject { ["duration"] = 7, ["mime_type"] = "audio/ogg" });

    public UserMessage SendVideo() => SendOther("video", new JsonObject { ["duration"] = 9, ["width"] = 640, ["height"] = 360, ["mime_type"] = "video/mp4" });

    public UserMessage SendLocation() => SendOther("location", new JsonObject { ["latitude"] = 31.23, ["longitude"] = 121.47 }, withFile: false);

    public UserMessage SendContact() => SendOther("contact", new JsonObject { ["phone_number"] = "+8613800000000", ["first_name"] = FirstName }, withFile: false);

    /// <summary>Changes a text or caption of theirs.</summary>
    /// <returns>The update's id.</returns>
    public long Edit(int messageId, string newText) => UserPost.Edit(_world, Chat.Room, Profile, messageId, newText);

    /// <summary>Taps the newest button of that label.</summary>
    /// <exception cref="InvalidOperationException">No such button is shown.</exception>
    public FakeTap Tap(string label)
    {
        lock (_world.Gate)
        {
            var message = Chat.Room.Messages.FindLast(m => !m.Deleted && m.Keyboard is { } keyboard && keyboard.Buttons.Any(b => b.Label == label));
            var button = message?.Keyboard!.Buttons.First(b => b.Label == label);
            if (button?.Data is null) throw new InvalidOperationException($"There is no button '{label}' to tap. {Chat.Told()}");
            return _world.Taps.Add(Profile, message!, button.Data);
        }
    }

    /// <summary>Taps a button that was shown when <paramref name="seen"/> was taken; it may be gone meanwhile, the client has not noticed.</summary>
    public FakeTap Tap(BotMessage seen, string label)
    {
        ArgumentNullException.ThrowIfNull(seen);
        var button = seen.Rows.SelectMany(r => r).FirstOrDefault(b => b.Label == label);
        return button?.Data is { } data ? TapData(seen, data) : throw new InvalidOperationException($"There was no button '{label}' to tap under {seen}");
    }

    /// <summary>Sends a tap that no button offers, as a forged client can.</summary>
    public FakeTap TapData(BotMessage on, string data)
    {
        ArgumentNullException.ThrowIfNull(on);
        lock (_world.Gate)
        {
            var message = Chat.Room.Messages.Find(m => m.Id == on.Id) ?? throw new InvalidOperationException($"There is no message {on.Id} in chat {Chat.Id}.");
            return _world.Taps.Add(Profile, message, data);
        }
    }

    /// <summary>Uses a button in place of the letters: its text is sent.</summary>
    public UserMessage Press(string label) =>
        Chat.ReplyKeyboard?.Contains(label) == true
            ? SendText(label)
            : throw new InvalidOperationException($"There is no key '{label}' but {string.Join(", ", Chat.ReplyKeyboard ?? ["letters"])}.");

    /// <summary>Blocks the bot.</summary>
    /// <returns>The update's id.</returns>
    public long Block() => Change(blocked: true, "member", "kicked");

    public long Unblock() => Change(blocked: false, "kicked", "member");

    /// <summary>Their account is no more.</summary>
    public void Deactivate()
    {
        lock (_world.Gate) Chat.Room.Deactivated = true;
    }

    private long Change(bool blocked, string before, string after)
    {
        lock (_world.Gate)
        {
            if (Chat.Room.Blocked == blocked) throw new InvalidOperationException($"It already is {before}.");
            Chat.Room.Blocked = blocked;
            return Membership.Tell(_world, Chat.Room, Profile, before, after) ?? 0;
        }
    }

    private UserMessage SendMedia(AlbumItem item, long? claimedSize, UserSend? with) =>
        UserPost.Send(_world, Chat.Room, Profile, item.Caption ?? "", UserPost.Media(_world, item, claimedSize), with);

    private UserMessage SendOther(string kind, JsonObject fields, bool withFile = true)
    {
        FakeFile? file;
        lock (_world.Gate) file = withFile ? _world.Files.Add([1, 2, 3, 4]) : null;
        return UserPost.Send(_world, Chat.Room, Profile, "", new StoredMedia(kind, file is null ? [] : [file], fields));
    }
}
