using ChatRefundBot.CommandLine;

Utf8.UseForConsole();
return await Verbs.RunAsync(args, Console.Out, Console.Error);
