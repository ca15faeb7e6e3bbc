using ChatRefundBot.Benchmarks.Storage;

return args switch
{
    ["storage", .. var rest] => await StorageBenchmark.RunAsync(rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        Usage: dotnet run -c Release --project tests/ChatRefundBot.Benchmarks -- VERB
          storage [SECONDS]   a turn's two commits on Redis and SQLite against bare scripts; seconds per run, 2 by default
        """);
    return 2;
}
