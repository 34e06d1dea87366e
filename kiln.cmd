@echo off
rem Runs the `kiln` command from source, building it in Release when something changed.
setlocal
if not defined KILN_COMMAND set "KILN_COMMAND=kiln"
where dotnet >nul 2>nul || (echo kiln: the .NET SDK 10 is needed; get it from https://dot.net/download 1>&2 & exit /b 1)
dotnet run --project "%~dp0src\Kiln.Cli\Kiln.Cli.csproj" --configuration Release --verbosity quiet -- %*
exit /b %ERRORLEVEL%
