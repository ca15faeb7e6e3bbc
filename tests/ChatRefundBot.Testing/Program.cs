using ChatRefundBot.Testing.Queue;
using ChatRefundBot.Testing.Storage;

return args switch
{
    ["store", .. var rest] => await StoreProcess.MainAsync(rest),
    ["race", .. var rest] => await RaceProcess.MainAsync(rest),
    _ => 2,
};
