using Kiln.Cli;

return KilnCommand.Run(args, Console.Out, Console.Error);
