namespace Kiln.Evaluation;

/// <summary>The style sheet of reports. It stands in a style element as it is, so it must hold neither <c>&lt;</c> nor <c>&amp;</c>.</summary>
internal static class ReportStyle
{
    /// <summary>The style sheet, without that of the charts.</summary>
    public const string Css =
        """
        :root{color-scheme:light dark;--page:#f4f5f7;--card:#ffffff;--ink:#1c2230;--muted:#5c6575;--line:#e2e6ec;--soft:#f3f5f8;--accent:#1f5fc4;--bad:#b8323f;--warn:#fdf3d8;--warn-line:#e4bb4b}
        @media (prefers-color-scheme:dark){:root{--page:#0e1117;--card:#161a22;--ink:#e6e9f0;--muted:#9aa4b5;--line:#2a303c;--soft:#1f242e;--accent:#7fb0ff;--bad:#f0808c;--warn:#2b2515;--warn-line:#8a6d1f}}
        *{box-sizing:border-box}
        html{-webkit-text-size-adjust:100%}
        body{margin:0;background:var(--page);color:var(--ink);font:15px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue","Liberation Sans",Arial,sans-serif}
        main{max-width:1080px;margin:0 auto;padding:40px 24px 64px}
        header{margin-bottom:24px}
        h1{font-size:30px;line-height:1.2;letter-spacing:-.01em;margin:0}
        h2{font-size:19px;line-height:1.3;margin:0 0 16px}
        h3{font-size:15px;margin:0 0 8px}
        p{margin:0 0 12px;max-width:72ch}
        .kicker{color:var(--accent);font-size:13px;font-weight:600;letter-spacing:.06em;text-transform:uppercase;margin:0 0 6px}
        .subtitle{color:var(--muted);font-size:16px;margin:6px 0 0}
        .headlines{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:16px;margin:0 0 20px}
        .headlines div{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:16px 20px}
        .headlines dt{color:var(--muted);font-size:13px}
        .headlines dd{margin:0}
        .headlines .value{font-size:28px;font-weight:650;letter-spacing:-.02em;line-height:1.25;font-variant-numeric:tabular-nums}
        .headlines .note{color:var(--muted);font-size:13px}
        nav{display:flex;flex-wrap:wrap;gap:4px 18px;margin:0 0 20px}
        a{color:var(--accent);text-decoration:none}
        a:hover{text-decoration:underline}
        section{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:24px;margin:0 0 20px;scroll-margin-top:16px}
        section :last-child{margin-bottom:0}
        .charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,380px),1fr));gap:28px 32px;margin:0 0 16px}
        figure{margin:0;min-width:0}
        .charts svg{display:block;width:100%;height:auto;max-width:600px;overflow:visible}
        .wide{overflow-x:auto;margin:0 0 16px}
        .wide svg{display:block}
        .columns{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,340px),1fr));gap:28px 40px;align-items:start;margin:0 0 16px}
        .columns div{min-width:0}
        .scroll{overflow-x:auto;margin:0 0 16px}
        .scroll table{width:auto;min-width:min(100%,640px)}
        table{border-collapse:collapse;width:100%;font-size:14px;font-variant-numeric:tabular-nums}
        caption{text-align:left;font-weight:600;font-size:14px;padding:0 0 6px}
        th,td{padding:6px 16px 6px 0;border-bottom:1px solid var(--line);text-align:left;font-weight:400;vertical-align:top}
        th:last-child,td:last-child{padding-right:0}
        tbody tr:last-child th,tbody tr:last-child td{border-bottom:0}
        thead th{color:var(--muted);font-size:13px;white-space:nowrap}
        .number{text-align:right;white-space:nowrap}
        .summary th,.summary td{font-weight:600}
        .pairs{margin:0 0 16px}
        .pairs th{color:var(--muted);white-space:nowrap;width:1%}
        .pairs td{overflow-wrap:anywhere}
        .tiles{display:grid;grid-template-columns:repeat(auto-fill,minmax(104px,1fr));gap:20px 16px;margin:0 0 16px}
        .tiles img{display:block;width:104px;height:104px;object-fit:contain;border-radius:8px;background:var(--soft);image-rendering:pixelated}
        figcaption span{display:block;font-size:13px;line-height:1.4}
        .caption,.wrong{font-weight:600;margin-top:6px}
        .wrong{color:var(--bad)}
        .detail,.purpose{color:var(--muted)}
        .purpose{font-size:14px;margin:0 0 4px}
        pre{font:13px/1.5 ui-monospace,"Cascadia Mono",Menlo,Consolas,"Liberation Mono",monospace;background:var(--soft);border-radius:8px;padding:12px 14px;margin:0 0 16px;overflow-x:auto}
        .command{user-select:all;white-space:pre-wrap;overflow-wrap:anywhere}
        .warning{background:var(--warn);border-left:3px solid var(--warn-line);border-radius:0 8px 8px 0;padding:10px 14px;margin:0 0 20px;max-width:none}
        summary{cursor:pointer;color:var(--accent);font-size:14px;margin:0 0 8px}
        @media (max-width:560px){main{padding:24px 14px 40px}section{padding:18px 16px}h1{font-size:25px}.headlines{grid-template-columns:1fr 1fr;gap:10px}.headlines div{padding:12px 14px}.headlines .value{font-size:22px}}
        @media print{body{background:#fff}main{padding:0;max-width:none}nav{display:none}section,.headlines div{break-inside:avoid;border-color:#ccc}}

        """;
}
