using ChatRefundBot.Testing.Storage;

return args switch
{
    ["store", .. var rest] => await StoreProcess.MainAsync(rest),
    _ => 2,
};
